/** The baseline of a cold start: an async function that returns a constant. */
export const handler = async () => ({ statusCode: 200, headers: {}, body: '{}', isBase64Encoded: false });
