package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf16"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// JSON renders a plan as one indented document, the record of the plan. Lists
// are never null, a value that is absent is, and a secret is its reference. All
// that a digest covers is in it. The error is for a plan that nothing in this
// program makes.
func JSON(p *plan.Plan) ([]byte, error) {
	doc := record(p)
	unsealed, err := json.Marshal(doc)
	if err == nil {
		doc.Checksum, err = plan.Checksum(unsealed)
	}
	if err != nil {
		return nil, fmt.Errorf("encoding the plan: %w", err)
	}
	return encode(doc)
}

func encode(doc any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // "a -> b" and URLs stay readable
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return nil, fmt.Errorf("encoding %T: %w", doc, err)
	}
	return escape(b.Bytes()), nil
}

func record(p *plan.Plan) document {
	return document{
		FormatVersion: plan.FormatVersion,
		Digest:        p.Digest(),
		Flags:         p.Flags.Record(),
		Projects:      append([]string{}, p.Projects...),
		Ground:        p.Ground,
		Summary:       summary(p.Summary()),
		Operations: each(p.Operations, func(op plan.Operation) operation {
			return operation{
				Address: op.Addr.String(), Action: op.Action.String(), Digest: op.Digest(),
				Origin: origin(op.Origin), Fields: each(op.Fields, fieldRecord), Unchanged: op.Unchanged,
				Sends:   each(op.Sends(), func(s plan.Sent) sent { return sent(s) }),
				Creates: op.Creates(), LiveID: op.LiveID(), Costs: op.Costs, Document: op.Document,
				Hazards: each(op.Hazards, func(h plan.Hazard) hazard { return hazard(h) }),
				After:   each(op.After, spec.Address.String),
			}
		}),
		Blocked: each(p.Blocked, func(b plan.Blocked) blocked {
			return blocked{
				Address: b.Addr.String(), Action: b.Action.String(), Origin: origin(b.Origin),
				Fields: each(b.Fields, fieldRecord), Reason: b.Reason,
			}
		}),
		Notices:   each(p.Notices, noticeRecord),
		Unmanaged: each(p.Unmanaged, unmanagedRecord),
		Refusals:  refusalRecords(p),
	}
}

func noticeRecord(n plan.Notice) notice {
	rec := notice{Text: n.Text, Origin: origin(n.Origin)}
	if n.Addr != (spec.Address{}) {
		rec.Address = n.Addr.String()
	}
	return rec
}

func unmanagedRecord(u plan.Unmanaged) unmanagedKind {
	return unmanagedKind{u.Project, string(u.Kind), u.Count}
}

func refusalRecords(p *plan.Plan) []refusalRecord {
	return each(p.Refusals, func(r plan.Refusal) refusalRecord {
		return refusalRecord{r.Rule, r.Project, string(r.Kind), origin(r.Origin), r.Text}
	})
}

func fieldRecord(f plan.Field) field {
	c := f.Change()
	return field{c.Path, c.Members, c.Before, c.After, c.Secret, c.Hidden, f.ForcesReplace, f.Reason}
}

// each maps a list; the result is never nil.
func each[T, U any](list []T, f func(T) U) []U {
	out := make([]U, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

// escape rewrites what JSON allows in a string but a terminal may obey: C1
// control characters and marks that turn the direction of writing; and the "##["
// that a job of GitHub obeys in its log. All of them can only stand inside a string.
func escape(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("##["), []byte(`##\u005b`))
	unsafe := func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) }
	if !bytes.ContainsFunc(data, unsafe) {
		return data
	}
	out := make([]byte, 0, len(data))
	for _, r := range string(data) {
		switch {
		case !unsafe(r):
			out = append(out, string(r)...)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, hi, lo)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}
