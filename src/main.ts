#!/usr/bin/env node
import 'reflect-metadata';
import { serve } from './cli/index.js';

void serve();
