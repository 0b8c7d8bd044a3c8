package emulator

import (
	"mime"
	"slices"
	"strings"
	"time"
)

const (
	mediaPrefix = "application/vnd.atlas."
	mediaSuffix = "+json"
	plainMedia  = "application/json"
)

// negotiate returns the Content-Type of a successful answer for an Accept
// header, and the version that it stands for, given the versions of the
// operation, oldest first: the version asked for, or the newest older one
// (recorded). Plain application/json gets the newest version under the plain
// name, which is a guess. Anything else is not acceptable, also */* and no Accept
// at all: users of the API report the 406 with its code. The old API knows no
// versions, and does not look.
func negotiate(accept []string, versions []string) (contentType, version string, ok bool) {
	if len(versions) == 0 {
		return plainMedia, "", true
	}
	for option := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		media, _, err := mime.ParseMediaType(option)
		if err != nil {
			continue
		}
		if media == plainMedia {
			return plainMedia, versions[len(versions)-1], true
		}
		if version, ok := chooseVersion(media, versions); ok {
			return mediaPrefix + version + mediaSuffix + ";charset=utf-8", version, true
		}
	}
	return "", "", false
}

func chooseVersion(media string, versions []string) (string, bool) {
	asked, ok := strings.CutPrefix(media, mediaPrefix)
	if !ok {
		return "", false
	}
	if asked, ok = strings.CutSuffix(asked, mediaSuffix); !ok {
		return "", false
	}
	if _, err := time.Parse(time.DateOnly, asked); err != nil {
		return "", false
	}
	for _, version := range slices.Backward(versions) {
		if version <= asked {
			return version, true
		}
	}
	return "", false
}
