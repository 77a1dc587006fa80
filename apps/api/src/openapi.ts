import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Problem } from './http/problem.entity.js';

export const API_VERSION = '0.1.0';

/** The whole REST surface as OpenAPI 3.1, built from the decorated classes. */
export function buildOpenApi(app: NestExpressApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Mneme')
    .setDescription(
      'Conversations, memories and answers of a wearable’s owner. Devices stream audio over Socket.IO, namespace `/v4/listen` (docs/protocol-listen.md). ' +
        'Errors are `{"detail", "code"}`; `code` is stable.',
    )
    .setVersion(API_VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'The token that the server printed at its first start.',
    })
    .addSecurityRequirements('bearer')
    .addGlobalResponse(
      { status: 401, description: 'No token, or one that is not valid.', type: Problem },
      {
        status: 422,
        description: 'A field of the request does not fit; `detail` lists which.',
        type: Problem,
      },
    )
    .build();
  return SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
}

/** Swagger UI at `/docs`, which `AdminMiddleware` guards; the document itself at `/openapi.json`, free to read as it holds no data. */
export function serveOpenApi(app: NestExpressApplication): void {
  SwaggerModule.setup('docs', app, () => buildOpenApi(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Mneme API',
    swaggerOptions: { persistAuthorization: true, docExpansion: 'none' },
  });
}
