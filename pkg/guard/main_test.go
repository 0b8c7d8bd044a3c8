package guard_test

import (
	"testing"

	"github.com/atlasctl/atlasctl/internal/seeded"
)

func TestMain(m *testing.M) { seeded.Main(m) }
