export { FoundationModule } from './foundation.module.js';
export { productCollections, productJobs, productModules, type ProductOptions } from './product.js';
