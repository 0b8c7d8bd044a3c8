// Package remotetest is the contract of the boundary to Atlas, written as a
// test. Whatever stands at that boundary passes it: [remote.Client] over HTTP,
// and [remote.Memory], so that what is proved above a Memory holds above Atlas.
//
// An implementation needs one function that opens an empty Remote:
//
//	func TestConformance(t *testing.T) {
//		remotetest.Run(t, func(t *testing.T, w remotetest.World) remotetest.Remote {
//			return remote.NewMemory(nil)
//		})
//	}
//
// Open is called once a test, so that tests cannot see one another. What it
// gives must know the project [spectest.Project], resolve references with
// [spectest.Secret], and wait in virtual time, or else the suite takes as long as
// Atlas does. A sample says in which [World] it can be, if not in every one.
//
// # What is tested
//
// Every kind of the table of kinds lives a whole life, once for each
// [spectest.Sample]: absent, created under its parents, read back equal, listed
// equal, changed field by field and equal each time, deleted, gone, and deleted
// once more.
// Equal means that live holds what the document says ([Diff]), that everything
// else stayed as it was, and that no secret can be read. Then come the promises
// that are the same for all kinds: no parent, no object; live values stay
// hidden from whoever does not know them, and survive an update all the same.
//
// # Adding a kind
//
// Samples are those of [spectest]. The tests of this package fail until some sample
// sets every field that the kind has, some change changes every field that can
// change, and every value of a field that decides about others (such as the type
// of a connection) occurs.
//
// [Draw] makes bodies at random, for properties that hold for all of them.
package remotetest
