export { explorerFiles, findExplorer } from './explorer-files.js';
