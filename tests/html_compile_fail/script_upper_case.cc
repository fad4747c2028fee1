// expect: hole_in_script
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<SCRIPT>{}</SCRIPT>", "a");
