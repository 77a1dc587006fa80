import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { AdminMiddleware } from './auth/admin.middleware.js';
import { Problem } from './http/problem.entity.js';

export const API_VERSION = '0.1.0';

/** The whole REST surface as OpenAPI 3.1, built from the decorated classes. */
export function buildOpenApi(app: NestExpressApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Mneme')
    .setDescription(
      'Conversations, memories and answers of a wearable’s owner. Devices stream audio over Socket.IO, namespace `/v4/listen` (docs/listen.md). ' +
        'Errors are `{"detail", "code"}`; `code` is stable.',
    )
    .setVersion(API_VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        description: 'The token that the server printed at its first start.',
      },
      'bearer',
    )
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
  const operationIdFactory = (controller: string, method: string) =>
    `${controller.replace('Controller', '')}_${method}`;
  return SwaggerModule.createDocument(app, config, { operationIdFactory });
}

/**
 * Swagger UI at `/docs` for the admin; the document itself at `/openapi.json`, free to read as it holds no data. Must run before the
 * application is initialized: Swagger UI is served by Express itself, so its guard stands in front of it there.
 */
export function serveOpenApi(app: NestExpressApplication): void {
  const guard = app.get(AdminMiddleware);
  app.use(
    '/docs',
    (request: Request, response: Response, next: NextFunction) => void guard.use(request, response, next),
  );
  const document = buildOpenApi(app);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Mneme API',
    swaggerOptions: { persistAuthorization: true, docExpansion: 'list' },
  });
}
