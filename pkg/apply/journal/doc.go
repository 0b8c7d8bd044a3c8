// Package journal is the record of an apply that survives its process.
//
// In goes what is about to be written and what came of it, one JSON object a
// line: first the plan that was approved, then each write before it is sent and
// after it is settled, at last how the run ended. Out comes, from whatever of
// that is on disk, which writes may have been done without anybody knowing, and
// what a later run may continue.
//
// It promises:
//
//   - A record is on the disk when the call that writes it returns. A write of
//     which the journal does not tell was not sent.
//   - A journal that was cut off at any byte can be read up to there.
//   - Records are only ever appended; a run that continues another one appends
//     to its journal.
//
// It never holds the value of a secret: plans have none, and errors of Atlas
// come without. It never decides what to do about an open write, and opens no
// file.
package journal
