// A real provider of OpenID Connect for one test:
// node server.mjs ISSUER_PORT RETURN_ADDRESS MAIL RETURN_ADDRESS_AFTER_SIGNING_OUT.
// Whoever signs in as NAME (any password) has the verified address NAME@… of the demo's people.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [port, returnAddress, mail, leftAddress] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${process.cwd()}/package.json`));
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "terakoya",
    client_secret: "a secret of the tests & their provider",
    redirect_uris: [returnAddress],
    post_logout_redirect_uris: [leftAddress],
    grant_types: ["authorization_code"],
    response_types: ["code"],
  }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["only for a test"] },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: mail, email_verified: true, name: id }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
