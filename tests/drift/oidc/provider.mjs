/* A certified OpenID provider on this machine, for the tests of sign-in.

   Whoever is named in login_hint is signed in at once, with the roles and boards that PEOPLE says.
   POST /prov/nya-nycklar changes the signing keys, as a provider does from time to time.
   Usage: node provider.mjs PORT RETURNS_TO SIGNED_OUT_TO */
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [port, returnsTo, signedOutTo] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const PEOPLE = {
  anna: { name: "Anna Ek", roles: ["redaktor"], namnder: ["grupp-7"] },
  bo: { name: "Bo Ask", roles: ["annat-system"] },
};

const signingKey = (kid) => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" };
};

const configuration = (keys) => ({
  clients: [
    {
      client_id: "planassistent", client_secret: "prov-hemlighet-prov-hemlighet-1234",
      redirect_uris: [returnsTo], post_logout_redirect_uris: [signedOutTo],
    },
    {
      client_id: "program", client_secret: "program-hemlighet-program-hemlighet",
      grant_types: ["client_credentials"], redirect_uris: [], response_types: [],
    },
  ],
  jwks: { keys },
  cookies: { keys: ["prov-kakor-prov-kakor"] },
  claims: { openid: ["sub", "roles", "namnder"], profile: ["name"] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
  interactions: { url: (_, interaction) => `/samtycke/${interaction.uid}` },
  extraTokenClaims: () => ({ roles: ["lasare"] }),
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      getResourceServerInfo: (_, resource) => ({
        scope: "", audience: resource, accessTokenTTL: 600, accessTokenFormat: "jwt",
        jwt: { sign: { alg: "RS256" } },
      }),
    },
  },
});

let rounds = 0;
const made = () => {
  rounds += 1;
  const provider = new Provider(issuer, configuration([signingKey(`nyckel-${rounds}`)]));
  return { provider, answer: provider.callback() };
};
let now = made();

/* Signs in and says yes to what is asked for. */
const agree = async (request, response) => {
  const { provider } = now;
  const { params, session, grantId } = await provider.interactionDetails(request, response);
  const accountId = session?.accountId ?? params.login_hint ?? "anna";
  if (accountId === "nej") {
    const refused = { error: "access_denied", error_description: "nej" };
    return provider.interactionFinished(request, response, refused);
  }
  const grant = (grantId && await provider.Grant.find(grantId))
    || new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope("openid profile");
  const result = { login: { accountId }, consent: { grantId: await grant.save() } };
  return provider.interactionFinished(request, response, result);
};

createServer((request, response) => {
  if (request.url === "/prov/nya-nycklar" && request.method === "POST") {
    now = made();
    response.writeHead(204).end();
  } else if (request.url.startsWith("/samtycke/")) {
    agree(request, response).catch((error) => { response.writeHead(500).end(String(error)); });
  } else {
    now.answer(request, response);
  }
}).listen(Number(port), "127.0.0.1", () => { console.log(`igång på ${issuer}`); });
