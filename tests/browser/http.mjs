// Plain HTTP, below fetch(): what really went over the wire.
import http from 'node:http';
import { gunzipSync } from 'node:zlib';

// GETs with gzip allowed: {status, headers, wireBytes, text}. wireBytes is the body as it was sent.
export function get(url) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers: { 'accept-encoding': 'gzip' }, timeout: 15_000 }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        const encoding = response.headers['content-encoding'];
        try {
          const plain = encoding === 'gzip' ? gunzipSync(body) : body;
          resolve({
            status: response.statusCode,
            headers: response.headers,
            wireBytes: body.length,
            text: plain.toString('utf8'),
          });
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer: ${url}`)));
    request.on('error', reject);
  });
}
