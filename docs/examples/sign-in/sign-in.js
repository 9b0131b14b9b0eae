// Signing in to hromada from a page of another origin of the same site, without any library.
// The access token is good for ten minutes and lives in a variable: no other script finds it in storage. The refresh
// token lives in a cookie that scripts cannot read; the browser sends it to /auth/ because of `credentials: "include"`.

const api = document.documentElement.dataset.api;
const element = (id) => document.getElementById(id);

let accessToken = null; // null: nobody is signed in
let refreshing = null; // the refresh on its way, so that there is never more than one
let timer;

/** What the server refuses. `message` is for people, in their language; decide by `code`. */
class Refused extends Error {
  constructor(status, fault) {
    super(fault?.message ?? `The server answered ${status}.`);
    this.status = status;
    this.code = fault?.extensions?.code;
  }
}

/** Posts JSON. It throws Refused, or a TypeError where the server cannot be reached. */
async function post(path, body, options) {
  const headers = { "Content-Type": "application/json", ...options.headers };
  const answer = await fetch(api + path, { ...options, method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  const json = answer.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : null; // a proxy's errors are no JSON
  if (!answer.ok) throw new Refused(answer.status, json?.errors?.[0]);
  return json;
}

const enter = (path, body) => post("/auth/" + path, body, { credentials: "include" });

/** Keeps a new access token, and gets the next one a minute before it ends. */
function keep(given) {
  accessToken = given.accessToken;
  clearTimeout(timer);
  timer = setTimeout(() => refresh().catch(() => {}), (given.expiresIn - 60) * 1000); // where it fails, the next query tries again
}

function forget() {
  accessToken = null;
  clearTimeout(timer);
}

/** Gets an access token by the cookie. Whoever asks while one is on its way waits for the same. Only 401 means "signed out". */
function refresh() {
  refreshing ??= enter("refresh", {})
    .then(keep, (error) => {
      if (error.status === 401) forget();
      throw error;
    })
    .finally(() => (refreshing = null));
  return refreshing;
}

/** Asks the graph. After 401 it refreshes once and asks once more: the computer may have slept through the timer. */
async function graph(query, variables) {
  const ask = () => post("/graphql", { query, variables }, { headers: accessToken ? { Authorization: `Bearer ${accessToken}` } : {} });
  const { data, errors } = await ask().catch(async (error) => {
    if (error.status !== 401 || !accessToken) throw error;
    await refresh();
    return ask();
  });
  if (!data) throw new Refused(200, errors?.[0]); // with data, errors are about parts of it, by their `path`
  return data;
}

const query = `query Page($code: KatottgCode!) {
  viewer { role can user { name } }
  community(code: $code) { name goalTree { progress { percent } } }
}`;

/** Shows the page to whoever is signed in, and the form to others. Always textContent: what people wrote is text, no HTML. */
async function show() {
  if (accessToken) {
    const { viewer, community } = await graph(query, { code: "UA05060110000027268" });
    const percent = community?.goalTree?.progress?.percent; // null: nobody has reported anything
    element("who").textContent = `${viewer.user?.name}, ${viewer.role ?? "no role"}`;
    element("progress").textContent = `${community?.name}: ${percent == null ? "not known" : percent.toFixed(1) + " %"}`;
  }
  element("sign-in").hidden = accessToken !== null;
  element("signed-in").hidden = accessToken === null;
}

/** Runs what a person asked for, then shows what is so now, and says what went wrong. */
async function act(work) {
  element("error").textContent = "";
  const complain = (error) => (element("error").textContent = error.message);
  await work().catch(complain);
  await show().catch((error) => {
    if (!accessToken) return show(); // the session has ended: the form again
    complain(error);
  });
}

element("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  const { email, password } = event.target.elements;
  act(async () => {
    keep(await enter("sign-in", { email: email.value, password: password.value }));
    event.target.reset();
  });
});

element("again").addEventListener("click", () => act(async () => {}));

element("sign-out").addEventListener("click", () =>
  act(async () => {
    await refreshing?.catch(() => {}); // else its answer would sign in again
    await enter("sign-out", {}); // { everywhere: true } ends all sessions
    forget();
  }),
);

// At load: the cookie, where there is one, signs in again. 401 is no fault here: nobody is signed in.
act(() => refresh().catch((error) => { if (error.status !== 401) throw error; }));
