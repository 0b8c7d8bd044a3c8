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
//   - The same requests in the same order get the same answers. IDs, host names,
//     durations and oddities derive from the seed, names and emulated time. The
//     ID of a project that no request has created derives from its name alone. Only
//     nonces and access tokens are random.
//   - The answer to a write is sent after the state is in the file. Writers hold an
//     exclusive lock on the file for as long as they live. The file is replaced
//     as a whole, so that a process that dies leaves the old one or the new one.
//   - Credentials are checked for real: digest and OAuth client credentials, for
//     whom and from where they are good, how many tokens there may be. Nonces and
//     tokens age at the pace of real time, since their holders count so.
//   - Requests are limited in emulated time as Atlas limits them, with the headers
//     that tell so and GET /rateLimits. A caller that makes time stand still gets no
//     more than a bucket holds; [Config] can make the buckets larger.
//   - Requests go wrong by the rules of [Config] and [Emulator.SetFaults] only; see
//     package fault. Which of them do follows from rules and seed. An answer to such
//     a request carries the header [FaultHeader]. A connection that is to be closed
//     without an answer ends the handler with [http.ErrAbortHandler]; to a client in
//     process it is an [io.EOF].
//   - Whoever logs requests gets to see no secret: of a body only the members that
//     the API knows and gives back. A text that a user put where Atlas expects a
//     name stays one.
//
// It never:
//
//   - stores a password, a key, a client secret or a token, in memory longer than
//     its request or in the file at all; the credentials of [Config] stay in memory;
//   - opens a socket, or reaches Atlas or anything else;
//   - writes the file because of a read, unless a fault has somebody else write,
//     or touches a file that it cannot parse;
//   - imports another package of this module but its own parts: it is written
//     against what Atlas does, not against what the client expects;
//   - believes a header about the address that a request comes from.
//
// Serverless instances have a history, and the emulated date says in which part of
// it one is:
//
//   - Before 2025-02-05 they are serverless instances, with continuous backup and
//     private endpoints. On that day the ones that exist become Flex clusters under
//     the same ID, name, hosts, tags and protection; their endpoints are gone, their
//     backup is Flex's. Atlas took months over this and made free or dedicated
//     clusters of some; [Emulator.AddCluster] is for those.
//   - Until 2026-01-15 /serverless creates Flex clusters, and shows the ones that
//     were created through it; /flexClusters shows the same objects. Private
//     endpoints are refused. From 2025-12-08 on, answers announce the end.
//   - From 2026-01-15 on /serverless shows nothing. Writes go on for a week; from
//     2026-01-22 on they answer 410, which is a guess.
//
// All of this is served under /api/atlas/v1.0 as well, where the API was before it
// had versions; everything else under /api/atlas/v2 alone.
//
// Atlas is odd now and then, and so is the emulator, as often as was recorded: a
// cluster is IDLE before it has connection strings, shows UPDATING though nobody
// sent an update, takes an hour; what was just created answers 404. Which objects
// are odd depends on the seed and on their names. [OddityTable] lists the oddities,
// [Config] turns all of them off or on.
//
// A stream connection that names hosts, all of them below .invalid, becomes FAILED
// after a while of PENDING, and so does a processor of such a connection that is
// started.
//
// A private link of streams whose domain lies below .invalid becomes FAILED.
//
// A private endpoint whose cloudProviderEndpointId ends in a name of nothing but
// zeros, vpce-00000000000000000 or …/privateEndpoints/0, becomes FAILED; so does an
// endpoint of a service, or a group called 0, where AWS says REJECTED. With the last
// endpoint of a service goes the service.
//
// An entry of an access list that is an AWS security group of nothing but zeros,
// sg-00000000, becomes FAILED. An entry vanishes on its deleteAfterDate.
//
// Two projects of one name that are created within a second are both created, as
// by requests that Atlas does not tell apart; their organization is whichever they
// name. A project is deleted with all that costs nothing, and refuses to be with
// clusters, workspaces or private links in it.
//
// A project has the limits of the API document, which can be changed; those of its
// clusters, database users, custom roles and access list are held up. An organization
// has 250 projects at most.
//
// Every write to a project but for its settings and limits, to a cluster, an instance, an
// endpoint, a workspace, a connection or an entry of an access list is told in the
// activity feed of its project, with who it was; the last thousand of a project
// are kept. What the second editor of a fault writes is told as another user's.
// Events name no more of their objects than the API document shows, which for
// streams is nothing.
//
// Rate limits begin on 2026-01-19, the first day that shows them. A refusal has
// the header Retry-After or lacks it, by a draw over the bucket and the number of
// the refusal. Buckets are full when an emulator begins, and no part of its state.
//
// What an answer contains depends on the emulated date too, where it is recorded
// since when Atlas sends a member or a header: an answer of before 2026-01-19 has
// stream connections without state, one of before 2025-11-10 has no X-Error-Code.
// since.go has the days.
//
// A dedicated cluster can be read, made and changed in both of its shapes; in the
// older one it is refused when its shards differ. It has shards, regions and nodes with all that was said of them,
// and nothing scales by itself. Its advanced configuration is kept, and changes
// nothing else. A free cluster comes into being by
// [Emulator.AddCluster]. A private link of streams can be
// created, read and deleted, but not changed: that of its dnsDomain is younger than
// the API document that this follows.
//
// With the first dedicated cluster of a region there is a network container for it,
// which stays when the cluster goes.
//
// A temporary database user is gone at its date. A custom role can be deleted once
// no user and no role would be left with nothing; from the others it is taken.
//
// A kind of resource is one file, or two when it has many shapes: its routes, its
// shape, its states. The table in routes.go lists them.
package emulator
