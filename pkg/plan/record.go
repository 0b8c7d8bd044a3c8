package plan

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// recorded is a plan's record, as far as an approval needs it.
type recorded struct {
	FormatVersion int
	Digest        string
	Projects      []string
	Flags         FlagsRecord
	Ground        Ground
	Operations    []struct {
		Address, Action, Digest string
		Fields                  []Change
		Sends                   []Sent
		Creates                 string
		LiveID                  string
		Costs                   []string
		Document                string
	}
}

// ReadApproval reads the JSON document that a plan was written as, its record.
// One of another version, one that was cut off, one that was edited wherever it
// may be, and one that is no plan at all are refused. The digests of the
// operations are computed anew, from the very values that a reader of the record
// sees.
func ReadApproval(data []byte) (*Approval, error) {
	var doc recorded
	sealed, err := readRecord(data, &doc)
	if err != nil {
		return nil, err
	}
	a := &Approval{
		Digest: doc.Digest, Projects: doc.Projects, Flags: doc.Flags, Ground: doc.Ground,
		operations: make(map[string]approved, len(doc.Operations)),
	}
	for _, op := range doc.Operations {
		c := content{FormatVersion, op.Address, op.Action, op.Fields, op.Sends, op.Creates, op.LiveID, op.Costs}
		if c.digest() != op.Digest {
			return nil, fmt.Errorf("its %s of %s is not what its digest says: %w", op.Action, op.Address, errEdited)
		}
		if err := a.add(op.Address, approved{op.Action, op.Digest, op.Creates, &c, digits(op.Document)}); err != nil {
			return nil, err
		}
	}
	return a, errors.Join(a.check(), sealed)
}

// errEdited tells of a record that does not agree with itself.
var errEdited = errors.New("it was changed after it was written, so plan again")

func checkVersion(version int) error {
	if version == 0 {
		return errors.New("it is JSON, and no plan: plan --out writes one")
	}
	if version != FormatVersion {
		return fmt.Errorf("it has format version %d, and this atlasctl reads %d: plan again with this version", version, FormatVersion)
	}
	return nil
}

// readRecord decodes a record of this version. Sealed is an error when the
// record does not have the checksum that it says.
func readRecord(data []byte, into any) (sealed, err error) {
	v, err := decoded(data)
	if err != nil {
		return nil, fmt.Errorf("it is no plan as JSON, or only part of one: %w", err)
	}
	var head struct {
		FormatVersion int
		Checksum      string
	}
	for _, doc := range []any{&head, into} {
		if err := json.Unmarshal(canonical(v), doc); err != nil {
			return nil, fmt.Errorf("it is JSON, and no plan: %w", err)
		}
		if err := checkVersion(head.FormatVersion); err != nil {
			return nil, err
		}
	}
	if sum, err := Checksum(data); err != nil || sum != head.Checksum {
		sealed = fmt.Errorf("it does not have the checksum that it says: %w", errEdited)
	}
	return sealed, nil
}

// Checksum is a checksum over all members of a JSON document but the one of
// that name, whatever their order and the blanks between them. It is how a
// record notices that somebody edited what no digest covers, such as hazards.
func Checksum(data []byte) (string, error) {
	v, err := decoded(data)
	if err != nil {
		return "", err
	}
	members, ok := v.(map[string]any)
	if !ok {
		return "", errors.New("it is no JSON object")
	}
	delete(members, "checksum")
	return digest(members), nil
}

// add takes an operation in.
func (a *Approval) add(address string, op approved) error {
	if _, twice := a.operations[address]; twice {
		return fmt.Errorf("it names %s twice: %w", address, errEdited)
	}
	if !slices.Contains([]string{Create.String(), Update.String(), Replace.String(), Delete.String()}, op.action) {
		return fmt.Errorf("it has an unknown action %q on %s: %w", op.action, address, errEdited)
	}
	a.operations[address] = op
	return nil
}

// check holds the digest of the plan against those of its operations.
func (a *Approval) check() error {
	digests := make([]string, 0, len(a.operations))
	for _, op := range a.operations {
		digests = append(digests, op.digest)
	}
	if a.Digest != digestOf(digests) {
		return fmt.Errorf("its digest does not fit its operations: %w", errEdited)
	}
	return nil
}
