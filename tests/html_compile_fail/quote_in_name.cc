// expect: unbalanced_quotes
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p \"a\">");
