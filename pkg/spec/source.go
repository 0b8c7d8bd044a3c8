package spec

// Source is one file, or standard input, as it was read.
type Source struct {
	Name string // as the user spelled the path; "<stdin>" for standard input
	Data []byte
}

// LoadOptions is what the command line adds to the documents.
type LoadOptions struct {
	Project string // for documents that name none
	Org     string // to create what has an organization, for documents that name none
}
