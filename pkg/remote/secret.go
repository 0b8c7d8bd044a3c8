package remote

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// reveal gives the values of the references of one document. An empty value is
// refused: it is a variable that nobody set, not a password.
func (c *Client) reveal(origin spec.Origin) Reveal {
	return func(s spec.Secret) (string, error) {
		text, err := c.secret(origin, s)
		if err != nil {
			return "", err
		}
		if text == "" {
			key, name := s.Source()
			return "", fmt.Errorf("%s %s is empty", key, name)
		}
		c.secrets.learn(text)
		return text, nil
	}
}

// mask hides what may be a secret of the server. Its fingerprints are keyed
// with something that dies with the run, so that nobody can try values on them.
func (c *Client) mask(live, want spec.Body) {
	spec.MaskWith(live, want, func(text string) string {
		mac := hmac.New(sha256.New, c.key[:])
		mac.Write([]byte(text))
		return hex.EncodeToString(mac.Sum(nil)[:16])
	})
}

// SecretNeed are the secrets that a write of a resource will send.
type SecretNeed struct {
	Resource spec.Resource
	Refs     []spec.SecretRef
}

// Preflight checks that every secret can be had, before the first write. It
// reports all that cannot, with their documents.
func (c *Client) Preflight(needs []SecretNeed) error {
	var problems spec.Problems
	for _, need := range needs {
		reveal := c.reveal(need.Resource.Origin)
		for _, ref := range need.Refs {
			if _, err := reveal(ref.Secret); err != nil {
				problems = append(problems, problemAt(need.Resource, fmt.Sprintf("%s: %v", strings.Join(ref.Path, "."), err)))
			}
		}
	}
	return problems.ErrorOrNil()
}
