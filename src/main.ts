console.error('Homeward');
