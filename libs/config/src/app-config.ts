/** The whole configuration, parsed once at start. As a class it is the injection token. */
export abstract class AppConfig {
  abstract readonly server: {
    readonly host: string;
    readonly port: number;
    readonly shutdownGraceMs: number;
  };
  abstract readonly log: {
    readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
    readonly format: 'pretty' | 'json';
  };
  abstract readonly storage: {
    readonly profile: 'embedded' | 'cloud';
    /** Absolute. */ readonly dataDir: string;
  };
  abstract readonly owner: { readonly name: string | null; readonly timeZone: string };
  abstract readonly speech: {
    readonly model: 'base' | 'tiny';
    /** Absolute; where models are looked for before the packages that ship them. */
    readonly modelsDir: string | null;
  };
  abstract readonly language: {
    /** Null when no chat model is configured: rules answer. */
    readonly chatModel: {
      readonly baseUrl: string;
      readonly apiKey: string | null;
      readonly model: string;
    } | null;
  };
}
