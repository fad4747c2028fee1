// expect: less_than_that_opens_no_tag
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p>1 < 2</p>");
