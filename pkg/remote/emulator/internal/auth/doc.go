// Package auth decides whether a request may come in, and as whom.
//
// A request, the credentials that are known and a time flow in; a verdict flows
// out: admitted as somebody, or refused with the reason. Beside it are the two
// things that it hands out, challenges of HTTP digest and access tokens of OAuth
// client credentials, and takes back.
//
// It promises:
//
//   - The time is the one that it is given: nonces and tokens age in it.
//   - A digest is checked by RFC 7616: nonce, count, quality of protection, target.
//     A nonce that is too old, or of another process, is stale and not wrong.
//   - Secrets are compared in constant time.
//
// It never:
//
//   - writes an answer: what Atlas says to whom it refuses is its caller's part;
//   - keeps a token, but only its hash, or a nonce that nobody has answered;
//   - believes what a header says of the address of a request.
package auth
