/** Signs a browser context in without its page; the page itself has its own test. */
export async function signIn(context, server, name, password) {
  const answer = await context.request.post(`${server.url}/api/session`, {
    data: { name, password },
    headers: { Origin: server.url },
  });
  if (!answer.ok()) throw new Error(`signing in as ${name} failed: ${answer.status()} ${await answer.text()}`);
}
