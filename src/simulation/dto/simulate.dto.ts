import { IntersectionType } from '@nestjs/swagger';
import { RunOptionsDto } from '../../runs/index.js';
import { SimulationInputDto } from './simulation-input.dto.js';

/** What to simulate. */
export class SimulateDto extends IntersectionType(SimulationInputDto, RunOptionsDto) {}
