// Package contract holds HTTP exchanges against the OpenAPI documents that
// MongoDB publishes with its Go SDK.
//
// Requests and the answers to them flow in, by way of an [http.RoundTripper]
// that a test puts around another one; what flows out are test errors, and a
// table of what has been seen: operation by status.
//
//	var documents = sync.OnceValues(contract.Load)
//
//	c := contract.New(documents)
//	transport := c.Exchanges(t, emu.Transport())
//
// It promises:
//
//   - Path, query, media types, status, headers and bodies are as the document
//     has them, or the exchange fails the test.
//   - So does every member of a body, sent or answered, that the document does
//     not declare, and every null and every lack that it does not allow. A
//     document says nothing against more members than it has; a client
//     that misspells one should hear of it all the same.
//   - What is known to be otherwise stands in one table, deviations.go, each line
//     with its reason. Where a document is itself wrong it is mended by another
//     table, patches.go. A line of either that has no effect any more is reported.
//   - An exchange comes through as it was: bodies can be read as without it.
//
// Two documents are used: that of the SDK which the client is built with, and for
// the writes of /serverless, which that one does not have any more, one from
// before. Both are read where Go keeps the modules; nothing is copied.
//
// It never:
//
//   - shows what a body holds, only where and why it is wrong: it may be a secret;
//   - knows the emulator or the client, only what goes between them;
//   - gets into a program: nothing but tests may import it.
package contract
