export { FORMATS, layoutOf, type ImportFormat, type ImportWish, type Layout } from './layout.js';
export { FileImport, type FileImportOptions, type RowCounts } from './file-import.js';
export { linesOfJson } from './json-lines.js';
export { Coarser, revisedOver } from './coarser.js';
export type { RefusedFor, Refusal } from './refusal.js';
