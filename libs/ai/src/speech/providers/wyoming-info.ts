import { z } from 'zod';
import { languageCodeOf } from './language-names.js';

const infoSchema = z.object({
  asr: z
    .array(
      z.object({
        models: z.array(
          z.object({
            name: z.string(),
            installed: z.boolean().catch(true),
            languages: z.array(z.string()).catch([]),
          }),
        ),
      }),
    )
    .catch([]),
});

/** The languages of a server's `info`, ISO 639-1; `*` when it names none; undefined when it does not recognize speech at all. */
export function languagesOf(info: unknown): readonly string[] | undefined {
  const models = infoSchema.safeParse(info).data?.asr.flatMap((service) => service.models) ?? [];
  const installed = models.filter((model) => model.installed);
  if (installed.length === 0) return undefined;
  const codes = installed.flatMap(({ languages }) => languages.flatMap((name) => languageCodeOf(name) ?? []));
  return codes.length === 0 ? ['*'] : [...new Set(codes)];
}
