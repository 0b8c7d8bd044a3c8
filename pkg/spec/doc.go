// Package spec is what a user may say: the kinds of resources, their fields,
// and the strict loading of the YAML files that declare them.
//
//	apiVersion: atlasctl/v1
//	kind: StreamConnection
//	metadata:
//	  project: payments-prod        # or LoadOptions.Project when left out
//	  workspace: clicks             # the parent, under the key that the kind names
//	  name: kafka
//	  protect: true                 # never delete or replace it
//	  timeout: 45m                  # how long to wait for it
//	  rotate: 2                     # raised to have its secrets sent again
//	spec:                           # Atlas's own field names
//	  type: Kafka
//	  bootstrapServers: b1:9092,b2:9092
//	  security: {protocol: SASL_SSL}
//	  authentication:
//	    mechanism: SCRAM-512
//	    username: svc-clicks
//	    password: {env: KAFKA_PASSWORD}
//	  config: {auto.offset.reset: earliest}
//	---
//	apiVersion: atlasctl/v1
//	kind: StreamConnection
//	metadata: {project: payments-prod, workspace: clicks, name: old-kafka}
//	ensure: absent                  # delete it; without spec
//
// [Types] lists the kinds. Everything lives in a Project, some of it in something
// else there, as a connection lives in a workspace. Objects that have no name in
// Atlas, such as a PrivateEndpointService, are known by the fields of
// [Type.Identity]; a document that is absent keeps those.
//
// # What flows in and out
//
// Bytes of files go into [Load]; a sorted list of [Resource] comes out, or
// [Problems]. Live resources go into [Export]; the documents that declare them
// come out. Bytes of a settings file go into [ReadSettings], which fills a
// struct of the caller under the same strict rules. A resource is an [Address], which says what is meant, and a
// [Body], a pointer to the struct of its kind. The same structs hold what
// Atlas has, so that live and desired are compared, encoded and exported by
// one piece of code. What is known of a kind beyond its Go type is data: a
// [Type] with a table of [Field] facts, which the loader, the plan and the
// export all read. A new kind is one file here and one line in the table of
// kinds.
//
// # What it promises
//
//   - Every problem of every file is reported at once, sorted, with its place
//     and what to do about it. Only a syntax error hides what follows it in
//     its file.
//   - What loads has only known fields of the right type and shape; a nil
//     field is one that the document does not say.
//   - The same documents give the same resources and problems, in whatever
//     order and files they come.
//   - A secret is a reference to where it lives. Text that stands where a
//     reference belongs is refused, and appears in no error.
//   - What is exported loads, and says nothing that is not so already. No live
//     value that may be a secret is in it.
//   - No input makes it panic, or take long: aliases and nesting are bounded.
//
// # What it never does
//
// It opens no file, reads no environment and asks no server; it resolves no
// secret and fills in no default.
package spec
