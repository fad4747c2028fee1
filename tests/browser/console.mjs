// Being signed in to the console in a browser test.

const bureau = {
  account: { id: '00000000-0000-7000-8000-000000000001', name: 'bureau', display_name: '示例甲' },
  posts: [
    {
      id: '00000000-0000-7000-8000-000000000002',
      role: 'prefecture_bureau',
      unit: { code: '522600000000', name: '黔东南苗族侗族自治州', level: 'prefecture' },
    },
  ],
  current_post_id: '00000000-0000-7000-8000-000000000002',
  permissions: [],
  demo: true,
};

// In a browser context: the answers about the session that a bureau would get.
export async function signedIn(context) {
  await context.route('**/api/session', (route) => route.fulfill({ json: bureau }));
}

// In a browser context: really signed in as one of the demo's people.
export function signedInAs(origin, account) {
  return async (context) => {
    const answer = await context.request.post(`${origin}/api/demo/session`, { data: { account }, headers: { origin } });
    if (!answer.ok()) throw new Error(`${account} could not sign in: ${answer.status()} ${await answer.text()}`);
  };
}
