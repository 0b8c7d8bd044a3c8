// Package emulator is the MongoDB Atlas Admin API as an [http.Handler], for
// trying out and testing a configuration without an Atlas account.
//
// HTTP requests of the Atlas Admin API flow in; what Atlas would answer flows
// out: status, headers, body and the states that an object passes through.
// What has been recorded of Atlas is answered as recorded; where nothing is
// recorded the API document decides, and where that is silent too a comment
// beside the code says that it is a guess.
//
//	emu, err := emulator.New(emulator.Config{Projects: []string{"demo"}})
//	if err != nil { … }
//	client := &http.Client{Transport: emu.Transport()}
//	resp, err := client.Get("https://cloud.mongodb.com/api/atlas/v2/groups/" + id + "/flexClusters")
//
// It promises:
//
//   - Time is emulated. It starts at a fixed date and moves only by [Emulator.Advance]
//     and [Emulator.Sleep], or at a chosen pace when [Config] says so. Nothing
//     in here reads the wall clock.
//   - The same requests in the same order get the same answers. IDs, host names
//     and durations derive from names and emulated time. Only nonces and access
//     tokens are random.
//   - The answer to a write is sent after the state is in the file. Writers hold an
//     exclusive lock on the file for as long as they live. The file is replaced
//     as a whole, so that a process that dies leaves the old one or the new one.
//   - Credentials are checked for real: digest and OAuth client credentials.
//
// It never:
//
//   - stores a password, a key, a client secret or a token, in memory longer than
//     its request or in the file at all; the credentials of [Config] stay in memory;
//   - opens a socket, or reaches Atlas or anything else;
//   - writes the file because of a read, or touches a file that it cannot parse;
//   - imports another package of this module: it is written against what Atlas
//     does, not against what the client expects.
//
// A kind of resource is one file: its routes, its shape, its states. The table
// in routes.go lists them.
package emulator
