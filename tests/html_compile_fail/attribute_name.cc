// expect: hole_in_attribute_name
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p {}=\"a\">", "class");
