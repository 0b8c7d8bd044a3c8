// Package forgetest plays GitHub and GitLab for tests: a server with the comments
// of one request, which knows as much of their APIs as a comment needs, and what
// became of requests.
//
// In go requests, out come answers in the shapes, with the pages and with the
// refusals of the two; what was written can be looked at. It keeps everything in
// memory, and no program imports it.
package forgetest
