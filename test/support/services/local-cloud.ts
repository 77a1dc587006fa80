import { GcsServer, PineconeServer, TypesenseServer } from '#libs/storage/testing';
import type { SharedServices } from '../cloud-installation.js';
import { FirestoreEmulator } from './firestore-emulator.js';

/** As many numbers as the built-in embedder gives. */
const DIMENSION = 100;
const API_KEY = 'local-key';
const INDEX = 'mneme';

/** The services that installations on the cloud profile share: Google's Firestore emulator, and servers that speak the other vendors' protocols. */
export class LocalCloud {
  private constructor(
    readonly services: SharedServices,
    private readonly running: readonly { close(): Promise<void> }[],
  ) {}

  static async start(): Promise<LocalCloud> {
    const [firestore, gcs, pinecone, typesense] = await Promise.all([
      FirestoreEmulator.start(),
      GcsServer.start(),
      PineconeServer.start({ apiKey: API_KEY, index: INDEX, dimension: DIMENSION }),
      TypesenseServer.start({ apiKey: API_KEY }),
    ]);
    const services = {
      firestoreHost: firestore.host,
      gcsUrl: gcs.url,
      pineconeUrl: pinecone.url,
      pineconeIndex: INDEX,
      typesenseUrl: typesense.url,
      apiKey: API_KEY,
    };
    return new LocalCloud(services, [gcs, pinecone, typesense, { close: () => firestore.dispose() }]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((service) => service.close()));
  }
}
