// Package forge talks to the place where a repository lives, of one request: a
// pull request on GitHub, a merge request on GitLab.
//
// In go a [Comment] and where it belongs, a [GitHub] or a [GitLab]; [Post] makes
// the one comment with that key say what it shall say, and tells what it did.
// [Look] reads it back, with the request as the forge knows it, and [MergedAs]
// finds the request by the commit that its merge made. Both only read.
// [Annotation] and [Output] are the lines by which a job talks to GitHub's
// runner; they are pure.
//
// What it promises:
//
//   - One comment a key. It is found by a hidden first line and by its author,
//     who is asked for: a comment of somebody else is never touched, whatever is
//     in it. A comment that says so already is left alone.
//   - What passes by itself (a server that is busy, a short limit) is tried again
//     a few times, from the look for the comment on, so that a lost answer makes
//     no second comment.
//   - The token is in a header of requests to the one host that was named, over
//     https unless that is this machine. No redirect is followed. No error, and no
//     line of the log, holds it.
//   - An error says what to do about it.
//
// It reads no environment and no file, and knows nothing of plans: whether what
// it found is to be trusted is for the caller to say.
package forge
