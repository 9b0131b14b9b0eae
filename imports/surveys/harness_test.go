package surveys_test

import "context"

var background = context.Background()
