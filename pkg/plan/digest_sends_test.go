package plan_test

import (
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestDigestCoversWhatIsSent wants another digest when an operation sends
// something else beside the fields that it changes.
func TestDigestCoversWhatIsSent(t *testing.T) {
	t.Parallel()
	kafka := func(password string, config map[string]string) *spec.Resource {
		return &spec.Resource{Body: &spec.StreamConnection{
			Type:   new("Kafka"),
			Config: config,
			Authentication: &spec.KafkaAuthentication{
				Mechanism: new("PLAIN"), Username: new("u"), Password: new(spec.EnvSecret(password)),
			},
		}}
	}
	for _, test := range []struct {
		name   string
		action plan.Action
		a, b   *spec.Resource
	}{
		{"another secret sent again", plan.Update, kafka("GOOD", nil), kafka("EVIL", nil)},
		{"another secret in a replacement", plan.Replace, kafka("GOOD", nil), kafka("EVIL", nil)},
		{"another document in a replacement", plan.Replace, kafka("A", map[string]string{"a": "1"}), kafka("A", nil)},
	} {
		op := operation(test.action, field("config/x", "1", "2"))
		op.Addr.Kind = spec.KindStreamConnection
		op.Want = test.a
		before := op.Digest()
		op.Want = test.b
		if op.Digest() == before {
			t.Errorf("%s: the digest is the same", test.name)
		}
	}
}
