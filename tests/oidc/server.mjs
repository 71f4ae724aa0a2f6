// An organisation at which people sign in: oidc-provider itself, with a page that believes any name that is typed.
// node server.mjs PORT REDIRECT_URI
import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);
const claims = (id) => ({ sub: id, email: id, email_verified: true, name: "Not kept" });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "cyfran", client_secret: "a secret of the tests", redirect_uris: [redirectUri] }],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["of the tests"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => claims(id) }),
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  if (ctx.method === "GET") {
    ctx.type = "html";
    ctx.body = `<title>An organisation</title><form method="post"><label>Name <input name="name"></label>
      <label>With a second factor <input type="checkbox" name="second"></label>
      <button name="go" value="yes">Sign in</button><button name="go" value="no">Cancel</button></form>`;
    return;
  }
  let body = "";
  for await (const part of ctx.req) body += part;
  const sent = new URLSearchParams(body);
  const result =
    sent.get("go") === "no"
      ? { error: "access_denied" }
      : { login: { accountId: sent.get("name"), amr: sent.has("second") ? ["pwd", "mfa"] : ["pwd"] } };
  await provider.interactionFinished(ctx.req, ctx.res, result);
  ctx.respond = false;
});

provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
