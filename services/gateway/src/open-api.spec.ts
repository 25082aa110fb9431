import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import { expect } from 'chai';
import { apiRoutes } from './api-routes.js';
import { DocsController } from './docs.controller.js';
import { controllers } from './gateway.module.js';
import { openApi } from './open-api.js';

/** `POST strategies/{id}/start`, … as the decorators say them. */
function routesOf(controller: Type): string[] {
  const base = Reflect.getMetadata('path', controller) as string;
  const prototype = controller.prototype as Record<string, unknown>;
  const methods = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
  return methods.flatMap((name) => {
    const handler = prototype[name] as object;
    const path = Reflect.getMetadata('path', handler) as string | undefined;
    if (path === undefined) return [];
    const whole = [base, path].filter((part) => part !== '/').join('/');
    return [`${RequestMethod[Reflect.getMetadata('method', handler) as number]} ${whole.replace(/:(\w+)/g, '{$1}')}`];
  });
}

describe('the published description', () => {
  it('has every route, and no other', () => {
    const routes = controllers.filter((controller) => controller !== DocsController).flatMap(routesOf);
    expect(Object.keys(apiRoutes).toSorted()).to.deep.equal(routes.toSorted());
  });

  it('describes the side that travels: dollars, defaults, what is needed', () => {
    const document = JSON.stringify(openApi(apiRoutes));
    const { paths } = JSON.parse(document) as {
      paths: Record<
        string,
        Record<
          string,
          { parameters: { name: string; in: string }[]; requestBody: { content: Record<string, { schema: { properties: Record<string, object>; required: string[] } }> } }
        >
      >;
    };
    const place = paths['/api/v1/orders']!['post']!;
    const { properties, required } = place.requestBody.content['application/json']!.schema;
    expect(properties['limitPrice']).to.deep.equal({ type: 'number' });
    expect(required).to.include('quantity').and.not.include('duration');
    expect(place.parameters).to.deep.equal([{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }]);
    expect(paths['/api/v1/candles/{symbol}']!['get']!.parameters.map((one) => one.name)).to.deep.equal(['symbol', 'timeframe', 'from', 'to', 'limit']);
  });
});
