export { AppsBench, HAIKU } from './apps-bench.js';
