// Being signed in to the console in a browser test.

// In a browser context: signed in as one of the demo's people.
export function signedInAs(origin, account) {
  return async (context) => {
    const answer = await context.request.post(`${origin}/api/demo/session`, { data: { account }, headers: { origin } });
    if (!answer.ok()) throw new Error(`${account} could not sign in: ${answer.status()} ${await answer.text()}`);
  };
}
