package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// content is what an operation's digest covers. It has the values of the plan's
// record, so that whoever reads a record can compute its digests.
type content struct {
	Format  int      `json:"format"`
	Address string   `json:"address"`
	Action  string   `json:"action"`
	Fields  []Change `json:"fields"`
	Sends   []Sent   `json:"sends,omitempty"`
	Creates string   `json:"creates,omitempty"`
	LiveID  string   `json:"liveId,omitempty"`
	Costs   []string `json:"costs,omitempty"`
}

// Digest names an operation by what it does: address, action, the paths with
// their values before and after (a secret as its reference), and what is not
// among them (see [Operation.Sends], [Operation.Creates] and
// [Operation.LiveID]), and what it costs by the state of the object, such as a
// checkpoint. Origin, order and wording are no part of it.
func (op Operation) Digest() string { return op.content().digest() }

func (op Operation) content() content {
	c := content{
		Format: FormatVersion, Address: op.Addr.String(), Action: op.Action.String(),
		Fields: make([]Change, 0, len(op.Fields)),
		Sends:  op.Sends(), Creates: op.Creates(), LiveID: op.LiveID(), Costs: op.Costs,
	}
	for _, f := range op.Fields {
		c.Fields = append(c.Fields, f.Change())
	}
	return c
}

func (c content) digest() string { return digest(c) }

// Sent is a value that an operation sends beside its fields.
type Sent struct {
	Path  []string `json:"path"`
	Value any      `json:"value"`
}

// Sends lists every secret that an update carries, as its reference: also one
// that does not change. Who approves a plan approves those too.
func (op Operation) Sends() []Sent {
	if op.Action != Update {
		return nil
	}
	var sent []Sent
	for _, ref := range op.Secrets() {
		sent = append(sent, Sent{ref.Path, Value(ref.Node)})
	}
	return sent
}

// Creates is, for a replacement, the digest of its second half, which creates
// the whole document. It is by itself what is left when only the first half was
// done.
func (op Operation) Creates() string {
	if op.Action != Replace || op.Want == nil || op.Want.Body == nil {
		return ""
	}
	return Operation{Addr: op.Addr, Action: Create, Fields: created(typeOf(*op.Want), op.Want.Body)}.Digest()
}

// LiveID is Atlas's ID of what an operation destroys: another object under the
// same address is another operation.
func (op Operation) LiveID() string {
	if !op.Action.Destroys() || op.Live == nil {
		return ""
	}
	return op.Live.ID
}

// Digest names a plan by its operations, in whatever order they stand.
func (p *Plan) Digest() string {
	digests := make([]string, len(p.Operations))
	for i, op := range p.Operations {
		digests[i] = op.Digest()
	}
	return digestOf(digests)
}

func digestOf(operations []string) string {
	sorted := slices.Sorted(slices.Values(operations))
	return sum([]byte(strings.Join(sorted, "\n")))
}

func digest(record any) string { return sum(canonical(record)) }

const digestPrefix = "sha256:"

// IsDigest reports whether a text has the form of a digest.
func IsDigest(text string) bool {
	hexadecimal, ok := strings.CutPrefix(text, digestPrefix)
	raw, err := hex.DecodeString(hexadecimal)
	return ok && err == nil && len(raw) == 32 && strings.ToLower(hexadecimal) == hexadecimal
}

func sum(data []byte) string {
	sum := sha256.Sum256(data)
	return digestPrefix + hex.EncodeToString(sum[:])
}

// canonical gives the JSON of a value, which is the same after the value was
// written as JSON and read: members of maps are sorted, numbers keep their
// digits. Only text with broken characters changes the first time.
func canonical(v any) []byte {
	data, err := json.Marshal(v)
	if bytes.Contains(data, []byte(`\ufffd`)) { // only what is broken is written so
		data = []byte(strings.NewReplacer(`\\`, `\\`, `\ufffd`, "\ufffd").Replace(string(data)))
	}
	if err != nil {
		panic("plan: a record that is made of strings does not encode: " + err.Error())
	}
	return data
}

// decoded reads a JSON document without losing digits, or members.
func decoded(data []byte) (any, error) {
	if !json.Valid(data) { // a decoder stops at the end of the first document
		return nil, json.Unmarshal(data, new(any))
	}
	if err := checkTwice(json.NewDecoder(bytes.NewReader(data))); err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var v any
	err := decoder.Decode(&v)
	return v, err
}
