// Calls the script's function, and tells in text how it went. Made before the script runs, so that what the script does
// to the language changes nothing here.
(() => {
  const { stringify } = JSON;
  const { freeze } = Object;
  const text = String;
  const silent = () => {};
  globalThis.console = freeze({ log: silent, info: silent, warn: silent, error: silent, debug: silent, trace: silent });
  return async (run, input) => {
    let denied;
    const api = freeze({
      denyAccess(message) {
        denied = message === undefined ? '' : text(message);
        throw new Error('access denied');
      },
    });
    try {
      const value = await run({ ...input, api });
      return denied === undefined ? stringify({ value }) : stringify({ denied });
    } catch (error) {
      if (denied !== undefined) return stringify({ denied });
      return stringify({ error: { name: text(error?.name ?? 'Error'), message: text(error?.message ?? error) } });
    }
  };
})()
