// `fetch` as far as scripts need it: the request and the answer cross the border as JSON.
(ask) => {
  const { parse, stringify } = JSON;
  const { entries, freeze, fromEntries } = Object;
  const text = String;
  globalThis.fetch = async (url, options = {}) => {
    const { method = 'GET', headers = {}, body } = options;
    const pairs = entries(headers).map(([name, value]) => [text(name), text(value)]);
    const asked = { url: text(url), method: text(method), headers: pairs, body: body == null ? null : text(body) };
    const [answer, failure] = ask(stringify(asked));
    if (failure) throw new TypeError(`fetch: ${failure}`);
    const told = parse(answer);
    const kept = fromEntries(told.headers);
    return freeze({
      ok: told.status >= 200 && told.status < 300,
      status: told.status,
      headers: freeze({ get: (name) => kept[text(name).toLowerCase()] ?? null }),
      text: async () => told.body,
      json: async () => parse(told.body),
    });
  };
}
