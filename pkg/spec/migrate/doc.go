// Package migrate rewrites documents of a kind that Atlas has ended into those
// of its successor, in the bytes of the file that holds them.
//
//	kind: ServerlessInstance               kind: FlexCluster
//	metadata: {name: orders}  # ours       metadata: {name: orders}  # ours
//	spec:                                  spec:
//	  providerSettings:                      providerSettings:
//	    providerName: SERVERLESS      →
//	    backingProviderName: AWS               backingProviderName: AWS
//	    regionName: US_EAST_1                  regionName: US_EAST_1
//	  serverlessBackupOptions:
//	    serverlessContinuousBackupEnabled: true
//
// # What flows in and out
//
// One [spec.Source] goes into [Serverless]; a [Result] comes out: the bytes
// after the migration, which instances were migrated, and what the new kind
// cannot do, as losses with their places. What cannot be rewritten safely comes
// out as [spec.Problems] that say what to do by hand; then nothing of the
// source is rewritten.
//
// A ServerlessPrivateEndpoint has no counterpart, whichever file its instance
// is in: it is a loss, and its document is left out of the result.
//
// # How
//
// The parser tells where keys and values begin; where they end is read from
// the bytes, which must hold what the parser says they hold. From both come
// edits, each of a few bytes. The result is parsed again and compared with the
// tree that was meant, so that a mistake here ends in a problem, not in a file.
//
// # What it promises
//
//   - Outside of the edits every byte is as it was: comments, order, quotes,
//     indentation, line endings and the byte order mark.
//   - A removed key takes with it the comment on its lines, and those directly
//     above it at its own indentation. Every other comment stays.
//   - A second migration changes nothing.
//   - No input makes it panic.
//
// # What it never does
//
// It opens no file, writes none and asks no server. It does not judge the
// documents: that is the loader's part, before and after.
package migrate
