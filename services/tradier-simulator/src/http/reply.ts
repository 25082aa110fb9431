/** What a route answers. JSON turns into XML for a client that does not ask for JSON, as Tradier's does. */
export type Reply =
  | { readonly kind: 'content'; readonly status: number; readonly content: Record<string, unknown> }
  | { readonly kind: 'json'; readonly status: number; readonly content: object }
  | { readonly kind: 'text'; readonly status: number; readonly text: string }
  | { readonly kind: 'file'; readonly status: number; readonly type: string; readonly body: string }
  | { readonly kind: 'html'; readonly status: number; readonly html: string };

export function content(body: Record<string, unknown>): Reply {
  return { kind: 'content', status: 200, content: body };
}

/** JSON whatever the client asks for. */
export function json(body: object, status = 200): Reply {
  return { kind: 'json', status, content: body };
}

export function text(status: number, words: string): Reply {
  return { kind: 'text', status, text: words };
}

export function invalidParameter(name: string, rule = 'is not valid.'): Reply {
  return text(400, `Invalid parameter, ${name}: ${rule}`);
}

/** What the gateway in front of the API says by itself. */
export function gatewayFault(status: number, faultstring: string, errorcode: string): Reply {
  return json({ fault: { faultstring, detail: { errorcode } } }, status);
}

/** The same tree with tags for keys; a list repeats its tag. */
export function toXml(body: Record<string, unknown>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${Object.entries(body)
    .map(([name, value]) => element(name, value))
    .join('')}`;
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => element(name, each)).join('');
  if (value === null || value === undefined) return `<${name}/>`;
  const inner =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([key, each]) => element(key, each))
          .join('')
      : escaped(typeof value === 'string' ? value : JSON.stringify(value));
  return `<${name}>${inner}</${name}>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
