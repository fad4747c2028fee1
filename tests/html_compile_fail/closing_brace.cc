// expect: brace_that_is_no_hole
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p>}</p>");
