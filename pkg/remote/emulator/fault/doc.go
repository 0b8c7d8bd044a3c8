// Package fault decides which requests to an emulated Atlas go wrong, and how.
//
// Rules flow in, one a line of text, then requests, one at a time; what flows out
// is whether one is struck, by which rule, and what shall happen to it. Making it
// happen is the emulator's part.
//
//	POST,PATCH /streams/** nth=2 drop=after
//
// A rule is methods, a path, which of the matching requests it strikes, and what
// happens to these. Methods are separated by commas; without any, every method
// matches. The path is a pattern:
//
//   - * is any run of characters inside a segment, ** any number of segments;
//     everything else stands for itself, %XX for a character that could not.
//   - A pattern that begins with /groups is held against the path below
//     /api/atlas/v2, one that begins with /api against the whole path. Any other
//     is held against what follows /groups/{id}, or against the path below
//     /api/atlas/v2 where there is no project: /** is every request but those for
//     tokens.
//   - The query does not count.
//
// Which of the matching requests are struck:
//
//   - nth=N: the N-th. every=N: the N-th, the 2N-th and so on. first=N: the first N.
//   - p=0.2: each with this probability.
//   - times=N: the rule strikes N times at most.
//   - without any of them: all.
//
// What happens to them:
//
//   - latency=2s: it takes two seconds of emulated time longer; alone, or beside
//     any other of these.
//   - status=503, status=409 code=CODE: Atlas refuses it, in the form in which Atlas
//     does. 401, 429, 500 and 503 have forms of their own; every other status, and
//     500 and 503 when it is given, has a code. retry-after=30 adds the header to a
//     429 or 503, in seconds.
//   - html=502: a proxy answers instead, with a page. Also 503 and 504.
//   - drop=before, drop=after: the connection is closed without an answer, before
//     the request has any effect or when all of it is done and saved. On a
//     connection that it has used before, many a client repeats such a request by
//     itself, Go's net/http a GET and curl a POST too; the repetition counts.
//   - drop=late latency=10s: the connection is closed at once, and the request has
//     its effect ten seconds later, as one that was still on its way. Whoever looks
//     before sees nothing of it.
//   - truncate: the answer breaks off in the middle of its body.
//   - slow=30s: the body dribbles out over thirty seconds of emulated time.
//   - edit, vanish: somebody else changes, or deletes, the object that the request
//     is for: just after a read of it was answered, just before a write to it is
//     performed. edit=before and edit=after set the moment, and so for vanish. Only
//     requests for a single object that can be changed, or deleted, match such a
//     rule.
//   - after: beside latency, status and html: the request has its effect first.
//
// It promises:
//
//   - [Parse] and [Rule.String] are inverse to each other.
//   - The same requests in the same order are struck alike. A probability depends
//     on the seed, the rule, method and path with query, and on how often exactly
//     these were seen before: not on what else was going on, so that it holds for
//     parallel requests too. What counts over several paths (nth, every, first and
//     times of a pattern that matches more than one) follows the order of arrival.
//   - Every rule counts every request that it matches, whatever the others do. The
//     first one that strikes is the only one that does.
//
// It never waits, reads a clock, draws from anything but the seed, or sees a
// header or a body.
package fault
