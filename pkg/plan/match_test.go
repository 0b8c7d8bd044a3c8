package plan_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

const (
	idX   = "cloudProviderEndpointId: vpce-0000000000000000a"
	idY   = "cloudProviderEndpointId: vpce-0000000000000000b"
	onAWS = "providerName: AWS"
)

func endpoint(name string) spec.Address {
	return spec.Address{Project: "shop", Kind: spec.KindServerlessPrivateEndpoint, Parent: "i", Name: name}
}

// hexID is an ID as the server gives them.
func hexID(digit string) string { return strings.Repeat(digit, 24) }

// comments is a live endpoint with a comment, and with an ID; without a comment
// it goes by the ID.
func comments(t *testing.T, comment, id, body string) spec.Resource {
	t.Helper()
	if comment == "" {
		comment = id
	}
	r := live(t, endpoint(comment), body)
	r.ID = id
	return r
}

// TestMatch is about which live object a document means, where the server knows
// an ID and nothing else.
func TestMatch(t *testing.T) {
	t.Parallel()
	a, b, c := hexID("a"), hexID("b"), hexID("c")
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		actions    []string // with the ID of what is live
		fields     []string
	}{
		{
			"by name",
			[]spec.Resource{document(t, endpoint("web"), onAWS)},
			[]spec.Resource{comments(t, "web", a, onAWS), comments(t, "batch", b, onAWS)},
			nil, nil,
		},
		{
			"by key, whatever the name",
			[]spec.Resource{document(t, endpoint("web"), onAWS+", "+idX)},
			[]spec.Resource{comments(t, "batch", a, onAWS+", "+idX)},
			[]string{"update shop/ServerlessPrivateEndpoint/i/web " + a},
			[]string{"comment: batch -> web"},
		},
		{
			"by key rather than by name",
			[]spec.Resource{document(t, endpoint("web"), onAWS+", "+idX)},
			[]spec.Resource{comments(t, "web", a, onAWS+", "+idY), comments(t, "batch", b, onAWS+", "+idX)},
			[]string{"update shop/ServerlessPrivateEndpoint/i/web " + b},
			[]string{"comment: batch -> web"},
		},
		{
			"by key rather than by ID",
			[]spec.Resource{document(t, endpoint(a), onAWS+", "+idX)},
			[]spec.Resource{comments(t, "web", a, onAWS+", "+idY), comments(t, "batch", b, onAWS+", "+idX)},
			nil, nil, // no comment is planned for a document that is named after an ID
		},
		{
			"by ID rather than by name",
			[]spec.Resource{document(t, endpoint(a), onAWS)},
			[]spec.Resource{comments(t, a, b, onAWS), comments(t, "web", a, onAWS)},
			nil, nil,
		},
		{
			"by name, where only the document has a key",
			[]spec.Resource{document(t, endpoint("web"), onAWS+", "+idX)},
			[]spec.Resource{comments(t, "web", a, onAWS)},
			[]string{"update shop/ServerlessPrivateEndpoint/i/web " + a},
			[]string{"cloudProviderEndpointId: nothing -> vpce-0000000000000000a"},
		},
		{
			"by name, where only live has a key",
			[]spec.Resource{document(t, endpoint("web"), onAWS)},
			[]spec.Resource{comments(t, "web", a, onAWS+", "+idX)},
			nil, nil,
		},
		{
			"by name, where both have another key",
			[]spec.Resource{document(t, endpoint("web"), onAWS+", "+idX)},
			[]spec.Resource{comments(t, "web", a, onAWS+", "+idY)},
			[]string{"replace shop/ServerlessPrivateEndpoint/i/web " + a},
			[]string{"cloudProviderEndpointId: vpce-0000000000000000b -> vpce-0000000000000000a (replaces)"},
		},
		{
			"none",
			[]spec.Resource{document(t, endpoint("web"), onAWS)},
			[]spec.Resource{comments(t, "batch", a, onAWS), comments(t, "", b, onAWS)},
			[]string{"create shop/ServerlessPrivateEndpoint/i/web "},
			[]string{"comment: nothing -> web", "providerName: nothing -> AWS"},
		},
		{
			"what is absent by name, and by ID",
			[]spec.Resource{document(t, endpoint("web"), "absent"), document(t, endpoint(b), "absent"), document(t, endpoint(c), "absent")},
			[]spec.Resource{comments(t, "web", a, onAWS+", "+idX), comments(t, "", b, onAWS)},
			[]string{"delete shop/ServerlessPrivateEndpoint/i/" + b + " " + b, "delete shop/ServerlessPrivateEndpoint/i/web " + a},
			nil,
		},
		{
			"not in another parent",
			[]spec.Resource{document(t, spec.Address{Project: "shop", Kind: spec.KindServerlessPrivateEndpoint, Parent: "j", Name: "web"}, onAWS+", "+idX)},
			[]spec.Resource{comments(t, "web", a, onAWS+", "+idX)},
			[]string{"create shop/ServerlessPrivateEndpoint/j/web "},
			[]string{"cloudProviderEndpointId: nothing -> vpce-0000000000000000a", "comment: nothing -> web", "providerName: nothing -> AWS"},
		},
		{
			"not what is leaving, when something else could be meant",
			[]spec.Resource{document(t, endpoint("web"), onAWS+", "+idX)},
			[]spec.Resource{in(spec.Deleting, "DELETING", "", comments(t, "web", a, onAWS+", "+idX)), comments(t, "web", b, onAWS+", "+idX)},
			nil, nil,
		},
		{
			"what is leaving, when nothing else could be meant",
			[]spec.Resource{document(t, endpoint("web"), onAWS)},
			[]spec.Resource{in(spec.Deleting, "DELETING", "", comments(t, "web", a, onAWS)), in(spec.Deleting, "DELETING", "", comments(t, "web", b, onAWS))},
			[]string{"create shop/ServerlessPrivateEndpoint/i/web "},
			[]string{"comment: nothing -> web", "providerName: nothing -> AWS"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for range 2 {
				p, err := plan.Compute(test.want, test.live, plan.Flags{})
				if err != nil {
					t.Fatal(err)
				}
				var acts, fields []string
				for _, op := range p.Operations {
					id := ""
					if op.Live != nil {
						id = op.Live.ID
					}
					acts, fields = append(acts, op.Action.String()+" "+op.Addr.String()+" "+id), append(fields, lines(op.Fields)...)
				}
				if diff := cmp.Diff(test.actions, acts); diff != "" {
					t.Errorf("actions (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(test.fields, fields); diff != "" {
					t.Errorf("fields (-want +got):\n%s", diff)
				}
				slices.Reverse(test.want)
				slices.Reverse(test.live)
			}
		})
	}
}

// TestMatchProblems is about documents that do not tell what they mean.
func TestMatchProblems(t *testing.T) {
	t.Parallel()
	a, b := hexID("a"), hexID("b")
	at := "a.yaml:1: shop/ServerlessPrivateEndpoint/i/"
	for _, test := range []struct {
		name       string
		want, live []spec.Resource
		problems   []string
	}{
		{
			"two of the name",
			[]spec.Resource{document(t, endpoint("web"), onAWS)},
			[]spec.Resource{comments(t, "web", b, onAWS), comments(t, "web", a, onAWS+", "+idX)},
			[]string{at + "web: 2 live objects could be meant, with the IDs " + a + ", " + b + ": name the document after one of the IDs, or give its cloudProviderEndpointId"},
		},
		{
			"two of the key",
			[]spec.Resource{document(t, endpoint("web"), onAWS+", "+idX)},
			[]spec.Resource{comments(t, "web", b, onAWS+", "+idX), comments(t, "batch", a, onAWS+", "+idX)},
			[]string{at + "web: 2 live objects could be meant, with the IDs " + a + ", " + b + ": name the document after one of the IDs, or give its cloudProviderEndpointId"},
		},
		{
			"two to delete",
			[]spec.Resource{document(t, endpoint("web"), "absent")},
			[]spec.Resource{comments(t, "web", b, onAWS), comments(t, "web", a, onAWS)},
			[]string{at + "web: 2 live objects could be meant, with the IDs " + a + ", " + b + ": name the document after one of the IDs, or give its cloudProviderEndpointId"},
		},
		{
			"two documents of one key, live or not",
			[]spec.Resource{document(t, endpoint("web"), onAWS+", "+idX), document(t, endpoint("batch"), onAWS+", "+idX)},
			nil,
			[]string{at + "web: cloudProviderEndpointId is that of shop/ServerlessPrivateEndpoint/i/batch at a.yaml:1 too: two documents mean one object, take one of them out"},
		},
		{
			"an ID that nothing has",
			[]spec.Resource{document(t, endpoint(a), onAWS)},
			nil,
			[]string{at + a + ": it is named after an ID, and nothing there has it, or another document means the object: to create one give it a name in words"},
		},
		{
			"one object by its key and by its ID",
			[]spec.Resource{document(t, endpoint("web"), onAWS+", "+idX), document(t, endpoint(a), onAWS)},
			[]spec.Resource{comments(t, "web", a, onAWS+", "+idX)},
			[]string{at + a + ": it is named after an ID, and nothing there has it, or another document means the object: to create one give it a name in words"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for range 2 {
				_, err := plan.Compute(test.want, test.live, plan.Flags{})
				problems, _ := errors.AsType[spec.Problems](err)
				var texts []string
				for _, p := range problems {
					texts = append(texts, p.String())
				}
				if diff := cmp.Diff(test.problems, texts); diff != "" {
					t.Errorf("problems (-want +got):\n%s", diff)
				}
				slices.Reverse(test.want)
				slices.Reverse(test.live)
			}
		})
	}
}
