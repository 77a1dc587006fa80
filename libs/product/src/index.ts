export { Fanout, type FanoutServer } from './fanout/fanout.js';
export { FoundationModule } from './foundation.module.js';
export { explainStartFailure } from './start-failure.js';
export { productCollections, productJobs, productModules, type ProductOptions } from './product.js';
